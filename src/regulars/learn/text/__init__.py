"""What customers write: language, sentiment, emotion, intent, topics and aspects, for Chinese and English.

Reading a text needs no heavy library; training a model (`train`) and finding topic groups (`topics`) do.
"""
