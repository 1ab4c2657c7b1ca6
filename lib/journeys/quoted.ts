/** A text as SQL writes it, for queries that COPY takes: those have no parameters. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
