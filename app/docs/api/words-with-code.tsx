/** Text in which `code` stands between backticks. */
export const WordsWithCode = ({ text }: { text: string }) =>
  text.split("`").map((part, place) =>
    place % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text never change their order
      <code key={place} className="break-words font-mono text-[0.92em] text-ink">
        {part}
      </code>
    ) : (
      part
    ),
  );
