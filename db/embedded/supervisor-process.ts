import { startEmbedded } from "./supervisor";

/** For the tests: one process that uses the server of argv[2] until its standard input ends. */
const database = await startEmbedded(process.argv[2] ?? "");
console.log(JSON.stringify({ ownerUrl: database.ownerUrl, appUrl: database.appUrl }));
process.stdin.resume().once("end", () => void database.stop());
