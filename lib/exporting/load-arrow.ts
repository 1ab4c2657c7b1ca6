/** The library that knows Arrow's format. */
export type Arrow = typeof import("apache-arrow");

/** Loading takes as long as a small command: nobody but an export waits for it. */
export const loadArrow = (): Promise<Arrow> => import("apache-arrow");
