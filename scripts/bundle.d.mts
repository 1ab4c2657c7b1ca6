import type { BuildOptions } from "esbuild";

export const tracker: BuildOptions;
