/** The whole number nearest to a quotient of whole numbers, `dividend ≥ 0 < divisor`; of two as near the even one. */
export const divideHalfToEven = (dividend: bigint, divisor: bigint): bigint => {
  const quotient = dividend / divisor;
  const twice = (dividend % divisor) * 2n;
  const up = twice > divisor || (twice === divisor && quotient % 2n === 1n);
  return up ? quotient + 1n : quotient;
};
