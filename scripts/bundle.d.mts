import type { BuildOptions } from "esbuild";

export const bundleOptions: BuildOptions[];
export const tracker: BuildOptions;
export const bundleProgram: (entry: string, outfile: string) => Promise<void>;
