"""The dialogue engine: our Rasa components, the bounded tracker store and a small server around Rasa's agent."""
