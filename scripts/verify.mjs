import { enterRoot } from "./steps/root.mjs";
import { verify } from "./steps/verify.mjs";

enterRoot();
process.exitCode = (await verify()) ? 0 : 1;
