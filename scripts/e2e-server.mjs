import fs from "node:fs";

/** The server under test: as `npm start` runs it, with a data folder that goes away when it ends. */
const dataDir = process.env.DATA_DIR;
if (!dataDir) throw new Error("DATA_DIR must name the throw-away folder.");
process.on("exit", () => fs.rmSync(dataDir, { recursive: true, force: true }));
process.env.NODE_ENV = "production";
process.setSourceMapsEnabled(true);
await import("../dist/server.js");
