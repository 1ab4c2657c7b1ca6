import type { Server } from "node:http";
import { AppError } from "@/lib/errors";

/** Begins to listen; throws `unavailable` with what to do when the port cannot be had. */
export const listen = async (server: Server, port: number): Promise<void> => {
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new AppError("unavailable", "PORT is not a port number. Try: PORT=3000 npm start");
  }
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const reason = error.code === "EADDRINUSE" ? "is in use" : `cannot be used (${error.code})`;
      const other = port < 1024 ? 3000 : port + 1;
      const message = `Port ${port} ${reason}. Choose another one: PORT=${other} npm start`;
      reject(new AppError("unavailable", message, undefined, { cause: error }));
    });
    server.listen(port, resolve);
  });
};
