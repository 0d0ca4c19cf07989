"""Red, green, blue and white as points of the CIE 1931 diagram, and what ICC makes of them."""

from dataclasses import dataclass

Point = tuple[float, float]
Vector = tuple[float, float, float]
Matrix = tuple[Vector, Vector, Vector]

# The eye's adaptation from one white to another, after Bradford.
BRADFORD: Matrix = ((0.8951, 0.2664, -0.1614), (-0.7502, 1.7135, 0.0367), (0.0389, -0.0685, 1.0296))
D50: Vector = (0.9642, 1.0, 0.8249)
D65: Point = (0.3127, 0.3290)


@dataclass(frozen=True, slots=True)
class Chromaticities:
    """Where the white and the three primaries of a colour space lie, each as x and y."""

    white: Point
    red: Point
    green: Point
    blue: Point


BT_709 = Chromaticities(D65, (0.64, 0.33), (0.30, 0.60), (0.15, 0.06))
BT_470_BG = Chromaticities(D65, (0.64, 0.33), (0.29, 0.60), (0.15, 0.06))
SMPTE_170M = Chromaticities(D65, (0.63, 0.34), (0.31, 0.595), (0.155, 0.07))
BT_2020 = Chromaticities(D65, (0.708, 0.292), (0.170, 0.797), (0.131, 0.046))
P3 = Chromaticities(D65, (0.680, 0.320), (0.265, 0.690), (0.150, 0.060))
DCI_P3 = Chromaticities((0.314, 0.351), P3.red, P3.green, P3.blue)


def colorants(space: Chromaticities) -> tuple[Vector, Vector, Vector]:
    """Red, green and blue at full strength as X, Y, Z under D50.

    Raises ArithmeticError where the points span no colours.
    """
    red, green, blue = _xyz(space.red), _xyz(space.green), _xyz(space.blue)
    white = _xyz(space.white)
    strengths = _product(_inverse(_transposed((red, green, blue))), white)
    shift = _adaptation(white)
    scaled = zip((red, green, blue), strengths, strict=True)
    first, second, third = (_product(shift, _times(color, most)) for color, most in scaled)
    return first, second, third


def _xyz(point: Point) -> Vector:
    x, y = point
    return x / y, 1.0, (1 - x - y) / y


def _adaptation(white: Vector) -> Matrix:
    before, after = _product(BRADFORD, white), _product(BRADFORD, D50)
    gains = [there / here for here, there in zip(before, after, strict=True)]
    cones = [_times(row, gain) for row, gain in zip(BRADFORD, gains, strict=True)]
    columns = _transposed((cones[0], cones[1], cones[2]))
    back = _inverse(BRADFORD)
    first, second, third = (_product(back, column) for column in columns)
    return _transposed((first, second, third))


def _times(vector: Vector, factor: float) -> Vector:
    return vector[0] * factor, vector[1] * factor, vector[2] * factor


def _product(matrix: Matrix, vector: Vector) -> Vector:
    x, y, z = (sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix)
    return x, y, z


def _transposed(matrix: Matrix) -> Matrix:
    x, y, z = zip(*matrix, strict=True)
    return x, y, z


def _inverse(matrix: Matrix) -> Matrix:
    a, b, c = matrix
    crosses = _cross(b, c), _cross(c, a), _cross(a, b)
    size = sum(one * other for one, other in zip(a, crosses[0], strict=True))
    x, y, z = (_times(cross, 1 / size) for cross in crosses)
    return _transposed((x, y, z))


def _cross(a: Vector, b: Vector) -> Vector:
    return a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]
