"""How the numbers of a picture become light, as ICC writes it.

High dynamic range (PQ and HLG) is brought down to what a usual screen shows: ITU-R BT.2390's
roll-off for each channel, from 1,000 cd/m² to the 203 cd/m² that BT.2408 calls white.
"""

import struct
from collections.abc import Callable
from functools import cache
from math import exp

Curve = bytes

PEAK, WHITE = 1000.0, 203.0
SAMPLES = 4096
# SMPTE ST 2084.
M1, M2, C1, C2, C3 = 2610 / 16384, 2523 / 32, 3424 / 4096, 2413 / 128, 2392 / 128
# ARIB STD-B67, and the gamma of a display of 1,000 cd/m².
A, B, C, SYSTEM_GAMMA = 0.17883277, 0.28466892, 0.55991073, 1.2


def gamma(exponent: float) -> Curve:
    """A pure power."""
    return _parametric(0, exponent)


def _parametric(kind: int, *values: float) -> Curve:
    fixed = (round(value * 65536) for value in values)
    return b"para" + bytes(4) + struct.pack(f">HH{len(values)}i", kind, 0, *fixed)


# Gamma, a, b, c and d.
SRGB = _parametric(3, 2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)


@cache
def pq() -> Curve:
    """The perceptual quantiser, rolled off at white."""
    return _sampled(lambda signal: _rolled_off(signal) / WHITE)


@cache
def hlg() -> Curve:
    """Hybrid log-gamma as a display of 1,000 cd/m² shows it, rolled off at white."""
    return _sampled(lambda signal: _rolled_off(_pq_signal(_hlg_light(signal))) / WHITE)


def _sampled(light: Callable[[float], float]) -> Curve:
    most = SAMPLES - 1
    table = [round(65535 * min(1.0, max(0.0, light(at / most)))) for at in range(SAMPLES)]
    return b"curv" + bytes(4) + struct.pack(f">I{SAMPLES}H", SAMPLES, *table)


def _pq_light(signal: float) -> float:
    """Luminance in cd/m²."""
    root = signal ** (1 / M2)
    return float(10_000 * (max(root - C1, 0.0) / (C2 - C3 * root)) ** (1 / M1))


def _pq_signal(light: float) -> float:
    power = (light / 10_000) ** M1
    return float(((C1 + C2 * power) / (1 + C3 * power)) ** M2)


def _hlg_light(signal: float) -> float:
    scene = signal**2 / 3 if signal <= 0.5 else (exp((signal - C) / A) + B) / 12
    return float(PEAK * scene**SYSTEM_GAMMA)


def _rolled_off(signal: float) -> float:
    """The luminance in cd/m², at most WHITE, for a PQ signal; darker than the knee it stays."""
    top = _pq_signal(PEAK)
    most, at = _pq_signal(WHITE) / top, min(1.0, signal / top)
    knee = 1.5 * most - 0.5
    if at < knee:
        return _pq_light(signal)
    t = (at - knee) / (1 - knee)
    bent = (2 * t**3 - 3 * t**2 + 1) * knee + (t**3 - 2 * t**2 + t) * (1 - knee)
    return _pq_light((bent + (3 * t**2 - 2 * t**3) * most) * top)
