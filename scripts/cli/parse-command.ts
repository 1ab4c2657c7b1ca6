import { parseArgs } from "node:util";
import type { Command, Given } from "./command";

/** The command line was written wrongly; `command` is the one that was meant, if that is clear. */
export class UsageError extends Error {
  constructor(
    message: string,
    readonly command?: Command,
  ) {
    super(message);
  }
}

export type Parsed =
  | { kind: "help"; command?: Command }
  | { kind: "run"; command: Command; given: Omit<Given<Record<string, string | undefined>>, "signal"> };

const find = (words: readonly string[], commands: readonly Command[]): Command | undefined =>
  commands.find(({ name }) => name.split(" ").every((word, i) => word === words[i]));

const namesStarting = (word: string, commands: readonly Command[]): string[] =>
  commands.filter(({ name }) => name.split(" ")[0] === word).map(({ name }) => name);

const unknownCommand = (words: readonly string[], commands: readonly Command[]): UsageError => {
  const [first = ""] = words;
  const near = namesStarting(first, commands);
  if (near.length > 0) return new UsageError(`Which one do you mean: ${near.join(", ")}?`);
  return new UsageError(`There is no command ${JSON.stringify(first)}.`);
};

const readOptions = (command: Command, args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        json: { type: "boolean" },
        help: { type: "boolean", short: "h" },
        ...Object.fromEntries(
          Object.keys(command.options).map((name) => [name, { type: "string" as const }]),
        ),
      },
    });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new UsageError(message.split(". To specify")[0] ?? message, command);
  }
};

const textsOf = (
  command: Command,
  values: Readonly<Record<string, string | boolean | undefined>>,
): Record<string, string | undefined> => {
  const texts: Record<string, string | undefined> = {};
  for (const [name, option] of Object.entries(command.options)) {
    const given = values[name];
    const text = typeof given === "string" ? given : option.default;
    if (option.required && !text?.trim())
      throw new UsageError(`--${name} ${option.value} is missing: ${option.about}`, command);
    texts[name] = text;
  }
  return texts;
};

/** Reads the words after `npm run cli --`. Throws a `UsageError` with what is wrong. */
export const parseCommand = (args: readonly string[], commands: readonly Command[]): Parsed => {
  const asksForHelp = args.some((arg) => arg === "--help" || arg === "-h" || arg === "help");
  const firstOption = args.findIndex((arg) => arg.startsWith("-"));
  const words = args.slice(0, firstOption < 0 ? undefined : firstOption).filter((word) => word !== "help");
  const command = find(words, commands);
  if (asksForHelp) return { kind: "help", command };
  if (args.length === 0) throw new UsageError("Name a command.");
  if (!command) throw unknownCommand(words, commands);
  const count = command.name.split(" ").length;
  const { values, positionals } = readOptions(command, args.slice(count));
  const [argument = "", ...more] = positionals;
  if (command.argument && !argument) throw new UsageError(`${command.argument} is missing.`, command);
  const surplus = command.argument ? more : positionals;
  if (surplus.length > 0) throw new UsageError(`This is too much: ${surplus.join(" ")}`, command);
  return { kind: "run", command, given: { argument, options: textsOf(command, values) } };
};
