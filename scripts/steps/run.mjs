import { spawn } from "node:child_process";
import path from "node:path";
import { root } from "./root.mjs";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"];

/**
 * Runs a program to its end and answers its exit code. Signals sent to this process reach the program; `quiet` sends
 * what it prints to standard error, so standard output stays what the caller makes of it.
 */
export const run = (command, args, { env = process.env, quiet = false } = {}) =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      env,
      stdio: ["inherit", quiet ? 2 : "inherit", "inherit"],
    });
    const forward = (signal) => child.kill(signal);
    const settle = () => {
      for (const signal of signals) process.off(signal, forward);
    };
    for (const signal of signals) process.on(signal, forward);
    child.once("error", (error) => {
      settle();
      reject(error);
    });
    child.once("exit", (code, signal) => {
      settle();
      if (signals.includes(signal)) process.kill(process.pid, signal);
      else resolve(code ?? 1);
    });
  });

/** The same for a program that one of the installed packages brought. */
export const runBin = (name, args, options) => run(path.join(root, "node_modules/.bin", name), args, options);
