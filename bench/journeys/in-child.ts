import { spawn } from "node:child_process";

/**
 * Runs a task of this benchmark in a fresh process and answers what it sends back: one engine must not live on memory
 * that another one warmed, and a cold answer needs a process that was never asked.
 */
export const inChild = <Result>(task: string, input: unknown): Promise<Result> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [process.argv[1] ?? "", "child", task, JSON.stringify(input)], {
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    let result: { value: Result } | undefined;
    child.on("message", (value) => {
      result = { value: value as Result };
    });
    child.on("error", reject);
    child.on("exit", (code) =>
      result ? resolve(result.value) : reject(new Error(`The process for ${task} ended with ${code}.`)),
    );
  });

/** The other side: runs the named task and sends its result. */
export const beChild = async (
  tasks: Record<string, (input: never) => Promise<unknown>>,
  [name = "", input = ""]: readonly string[],
): Promise<void> => {
  const task = tasks[name];
  if (!task) throw new Error(`There is no task ${name}.`);
  const result = await task(JSON.parse(input) as never);
  await new Promise((sent) => process.send?.(result, sent));
  process.exit(0);
};
