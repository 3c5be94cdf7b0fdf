"""The diagram of places ("Sơ đồ"): a projection of its own, archipelagos, labels, tiles.

Everything here is arithmetic on points; it must not read the register or an address.
"""
