"""The planner's pages: plans by town, drift, plan against built, targets, specialisation."""
