import { hash, verify } from "@node-rs/argon2";
import { oncePerProcess } from "@/lib/once-per-process";

const options = { memoryCost: 65_536, timeCost: 3, parallelism: 1 } as const;
const mostAtOnce = 3;

const queue = () => oncePerProcess("passwords", () => ({ running: 0, waiting: [] as (() => void)[] }));

/** A hash takes 64 MiB, so only a few run at once. */
const inTurn = async <T>(run: () => Promise<T>): Promise<T> => {
  const turns = queue();
  if (turns.running >= mostAtOnce) await new Promise<void>((go) => turns.waiting.push(go));
  else turns.running++;
  try {
    return await run();
  } finally {
    const next = turns.waiting.shift();
    if (next) next();
    else turns.running--;
  }
};

/** argon2id (the default of the library), 64 MiB, 3 passes. */
export const hashPassword = (password: string): Promise<string> => inTurn(() => hash(password, options));

/** A hash of nothing anybody knows: an unknown e-mail must take as long as a wrong password. */
const decoy =
  "$argon2id$v=19$m=65536,t=3,p=1$c29tZXNhbHRzb21lc2FsdA$7Ai1ZyeJkfU0sFyTyHNgnwMx5EnvNsR1HGpiXIGrsbk";

/** Whether the password is right; without a hash it takes the same time and is never right. */
export const passwordMatches = async (
  passwordHash: string | undefined,
  password: string,
): Promise<boolean> => {
  const right = await inTurn(() => verify(passwordHash ?? decoy, password));
  return passwordHash !== undefined && right;
};
