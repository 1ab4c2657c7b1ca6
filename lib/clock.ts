/** Now, in ms since 1970. Everything that asks for the time goes through here, so tests can hold it still. */
export const clock = { now: (): number => Date.now() };
