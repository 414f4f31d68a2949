# A search walks the record hundreds of times: too slow for the sanitizers.
set_property(TEST backtest.fit APPEND PROPERTY LABELS slow)
