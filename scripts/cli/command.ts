type Option = {
  /** Stands for the value in the help ("NAME"); an option without it is a switch. */
  value: string;
  about: string;
  required?: true;
  default?: string;
};

type Options = Record<string, Option>;

type ValuesOf<O extends Options> = {
  [K in keyof O]: O[K] extends { required: true } | { default: string } ? string : string | undefined;
};

/** What a command has to say: a document for programs, lines for people. */
export type Answer = { json: unknown; text: string; failed?: true };

export type Given<V> = { argument: string; options: V; signal: AbortSignal };

type Definition<O extends Options> = {
  /** The words that call it, like "project create". */
  name: string;
  about: string;
  /** What stands for its one argument in the help, when it takes one. */
  argument?: string;
  options: O;
  run(given: Given<ValuesOf<O>>): Promise<Answer>;
};

export type Command = Omit<Definition<Options>, "run"> & {
  run(given: Given<Record<string, string | undefined>>): Promise<Answer>;
};

/** Declares a command; required options and those with a default reach `run` as texts. */
export const defineCommand = <const O extends Options>(definition: Definition<O>): Command =>
  // `parseCommand` has checked the options by the time `run` is called.
  definition as unknown as Command;
