"""The benchmarks behind `manage.py bench`: each module measures one family of rows of docs/benchmarks.md."""
