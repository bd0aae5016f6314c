/** 10 is 0.625 times two to the fourth. */
const TEN = { mantissa: 0.625, exponent: 4 } as const;

/** Two to more than this is beyond any float64. */
const EXPONENT_LIMIT = 4096;

/**
 * `math.Pow(10, exponent)` for an integer, by the same squarings as Go: JavaScript's `**` may differ in the last bit.
 */
export function powerOfTen(exponent: number): number {
  if (exponent === 1) return 10;
  let result = 1;
  let resultExponent = 0;
  let { mantissa, exponent: power }: { mantissa: number; exponent: number } = TEN;
  for (let rest = Math.abs(exponent); rest > 0; rest = Math.floor(rest / 2)) {
    if (power > EXPONENT_LIMIT) {
      resultExponent += power;
      break;
    }
    if (rest % 2 === 1) {
      result *= mantissa;
      resultExponent += power;
    }
    mantissa *= mantissa;
    power *= 2;
    if (mantissa < 0.5) {
      mantissa *= 2;
      power--;
    }
  }
  return exponent < 0 ? scaleByTwo(1 / result, -resultExponent) : scaleByTwo(result, resultExponent);
}

/** `math.Ldexp`: the value times two to the exponent, rounded once. */
function scaleByTwo(value: number, exponent: number): number {
  if (exponent > 0) return value * 2 * 2 ** (exponent - 1);
  return exponent < -1000 ? value * 2 ** (exponent + 100) * 2 ** -100 : value * 2 ** exponent;
}
