'''
M-Bus (Meter-Bus, EN 13757) for meters, on top of the uart decoder: 8 data bits, even parity, 1 stop bit.

RX and TX are decoded apart: TX is what the master sends, RX what the meters answer. Frames of either direction are
recognised by their own bytes, so one line that carries both may be connected to either.
'''

from .pd import Decoder
