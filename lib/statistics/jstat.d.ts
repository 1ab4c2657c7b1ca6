declare module "jstat" {
  const jStat: {
    normal: { cdf(x: number, mean: number, standardDeviation: number): number };
    studentt: { inv(p: number, degreesOfFreedom: number): number };
    /** The regularised incomplete beta function. */
    ibeta(x: number, a: number, b: number): number;
    /** The x at which `ibeta` is p. */
    ibetainv(p: number, a: number, b: number): number;
  };
  export default jStat;
}
