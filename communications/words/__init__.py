"""The words of continuous communication, the same in model, form, API and text: a module for each part."""
