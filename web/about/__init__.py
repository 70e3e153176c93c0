"""What Guantu says about itself: sources, methods, licences, notices."""
