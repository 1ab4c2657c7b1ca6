import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { root } from "./root.mjs";

const file = path.join(root, "dist/.lock");

const isAlive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
};

/** The process that holds the lock, or undefined once this one does. */
const take = () => {
  try {
    fs.writeFileSync(file, String(process.pid), { flag: "wx" });
    return undefined;
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
  }
  const holder = fs.existsSync(file) ? Number(fs.readFileSync(file, "utf8")) : 0;
  if (holder && !isAlive(holder)) fs.rmSync(file, { force: true });
  return holder;
};

/** Installs and builds take turns, because `npm start`, `npm test` and the command line may begin together. */
export const takingTurns = async (work) => {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  let told = false;
  for (let holder = take(); holder !== undefined; holder = take()) {
    if (holder && !told) {
      console.error(`Waiting for process ${holder}, which is installing or building (${file}) …`);
      told = true;
    }
    await sleep(100);
  }
  try {
    return await work();
  } finally {
    fs.rmSync(file, { force: true });
  }
};
