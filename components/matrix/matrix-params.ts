import { createLoader, parseAsString } from "nuqs/server";

/** What the matrix keeps in the address besides what every report does. */
export const matrixParams = { window: parseAsString, aim: parseAsString, sort: parseAsString };

export type MatrixParams = Record<keyof typeof matrixParams, string | null>;

export const loadMatrixParams = createLoader(matrixParams);
