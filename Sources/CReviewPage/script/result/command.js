// The command that makes a cut again.

/** A word as a POSIX shell reads it back unchanged. */
const shellQuote = (word) =>
  /^[A-Za-z0-9_@%+=:,.\/-]+$/.test(word) ? word : "'" + word.replace(/'/g, "'\\''") + "'";

const commandLine = (facts, threshold, objects) => {
  const words = [...facts.command];
  if (objects !== null) {
    words.push("--clustering", facts.threshold.ownRule, "--objects", String(objects));
    words.push("--output", `${facts.output}-with-${objects}`);
  } else if (threshold !== null) {
    words.push("--clustering", facts.threshold.rule, "--threshold=" + threshold);
    words.push("--output", `${facts.output}-at-${threshold}`);
  } else {
    words.push("--clustering", facts.threshold.ownRule);
    if (facts.threshold.ownObjects !== undefined) words.push("--objects", String(facts.threshold.ownObjects));
    if (facts.threshold.own !== undefined) words.push("--threshold=" + facts.threshold.own);
    words.push("--output", facts.output);
  }
  return words.map(shellQuote).join(" ");
};

/** Copies text, and says so on the button; where the browser keeps the clipboard to itself, the text is selected. */
const copyText = async (text, source, button) => {
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
  } catch {
    const selection = getSelection();
    const range = document.createRange();
    range.selectNodeContents(source);
    selection.removeAllRanges();
    selection.addRange(range);
    button.textContent = document.execCommand("copy") ? "Copied" : "Selected: press Ctrl+C";
  }
  setTimeout(() => { button.textContent = "Copy command"; }, 2000);
};
