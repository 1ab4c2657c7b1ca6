import { isAppError } from "@/lib/errors";
import type { Command } from "./command";
import { adjustmentsImport } from "./commands/adjustments-import";
import { costsImport } from "./commands/costs-import";
import { costsList } from "./commands/costs-list";
import { doctor } from "./commands/doctor";
import { goalsApply } from "./commands/goals-apply";
import { importCommand } from "./commands/import";
import { journeysExport } from "./commands/journeys-export";
import { journeysRebuild } from "./commands/journeys-rebuild";
import { keyCreate, keyList, keyRevoke, keyRotate } from "./commands/keys";
import { projectCreate } from "./commands/project-create";
import { ratesImport } from "./commands/rates-import";
import { ratesList } from "./commands/rates-list";
import { ratesSet } from "./commands/rates-set";
import { userCreate } from "./commands/user-create";
import { webhookAdd } from "./commands/webhook-add";
import { helpText } from "./help";
import { parseCommand, UsageError } from "./parse-command";

const commands: readonly Command[] = [
  projectCreate,
  userCreate,
  importCommand,
  goalsApply,
  keyCreate,
  keyRotate,
  keyRevoke,
  keyList,
  webhookAdd,
  ratesSet,
  ratesImport,
  ratesList,
  costsImport,
  costsList,
  adjustmentsImport,
  journeysExport,
  journeysRebuild,
  doctor,
];

const args = process.argv.slice(2);
const asJson = args.includes("--json");
const print = (json: unknown, text: string): void =>
  console.log(asJson ? JSON.stringify(json, null, 2) : text);

/** The first signal lets a command finish what it is writing; the second ends the process. */
const interruption = (): AbortSignal => {
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const)
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(130);
      controller.abort();
    });
  return controller.signal;
};

const complain = (error: unknown): number => {
  if (error instanceof UsageError) {
    if (asJson) print({ error: { code: "invalid", message: error.message } }, "");
    else console.error(`${error.message}\n\n${helpText(commands, error.command)}`);
    return 2;
  }
  if (!isAppError(error)) console.error(error);
  const { code, message, path } = isAppError(error)
    ? error
    : { code: "unavailable", message: "Something went wrong; standard error says what.", path: undefined };
  if (asJson) print({ error: { code, message, path } }, "");
  else console.error(`Error: ${message}${path ? `\n  at ${path}` : ""}`);
  return 1;
};

const main = async (): Promise<number> => {
  const parsed = parseCommand(args, commands);
  if (parsed.kind === "help") {
    console.log(helpText(commands, parsed.command));
    return 0;
  }
  const answer = await parsed.command.run({ ...parsed.given, signal: interruption() });
  print(answer.json, answer.text);
  return answer.failed ? 1 : 0;
};

process.exitCode = await main().catch(complain);
