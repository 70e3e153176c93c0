"""The routes of the service, one module for each of its users and tasks."""
