import { closePools } from "@/db/client";
import { startDatabase } from "@/db/start";

/** Runs a command's work with the database at hand: started, or adopted from a server that runs beside it. */
export const withDatabase = async <T>(run: () => Promise<T>): Promise<T> => {
  const database = await startDatabase();
  try {
    return await run();
  } finally {
    await closePools();
    await database.stop();
  }
};
