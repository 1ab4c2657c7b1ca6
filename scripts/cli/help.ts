import type { Command } from "./command";

const call = "npm run cli --";

const pad = (rows: readonly (readonly [string, string])[]): string => {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join("\n");
};

const usageOf = ({ name, argument, options }: Command): string => {
  const required = Object.entries(options).filter(([, option]) => option.required);
  return [name, argument, ...required.map(([key, { value }]) => `--${key} ${value}`)]
    .filter(Boolean)
    .join(" ");
};

/** Help for one command, or the list of all. */
export const helpText = (commands: readonly Command[], command?: Command): string => {
  if (!command)
    return [
      "Tributary's command line. It works beside a running server and without one.",
      "",
      `Usage: ${call} COMMAND [options] [--json]`,
      "",
      pad(commands.map((one) => [usageOf(one), one.about])),
      "",
      `${call} COMMAND --help says more. With --json, one JSON document comes out, for programs.`,
    ].join("\n");
  const options = Object.entries(command.options).map(([name, option]) => {
    const fallback = option.default === undefined ? "" : ` (default: ${option.default})`;
    return [`--${name} ${option.value}`, `${option.about}${fallback}`] as const;
  });
  return [
    command.about,
    "",
    `Usage: ${call} ${usageOf(command)} [options]`,
    "",
    pad([...options, ["--json", "Print one JSON document, for programs."]]),
  ].join("\n");
};
