"""What the bot does with an understood message: thin Rasa actions over the template and the desk."""
