import { AppError } from "@/lib/errors";
import { readDatabaseHealth } from "./health";

/** What is acknowledged has to survive a power cut, so a server that answers before it has written is not accepted. */
export const checkDurability = async (): Promise<void> => {
  const { synchronousCommit, fsync } = await readDatabaseHealth();
  if (synchronousCommit === "off")
    throw new AppError(
      "unavailable",
      "The database confirms commits before they are written (synchronous_commit = off), so events could be lost. Turn it on, or for the app's login alone: alter role … set synchronous_commit = on.",
    );
  if (fsync === "off")
    console.warn(
      "The database does not wait for the disk (fsync = off): a power cut can lose acknowledged events.",
    );
};
