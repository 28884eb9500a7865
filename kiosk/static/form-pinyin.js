// Chinese by its sounds: which characters and words belong to the letters that were typed.

const WORDS_MAX = 60;
const BEGUN_MAX = 40;
const CHARACTERS_MAX = 200;

let table = null;
let loading = null;

// The table is fetched when it is first needed; until then there are no candidates.
export function load(address) {
  loading ??= fetch(address)
    .then((answer) => answer.json())
    .then((given) => {
      table = indexed(given);
    })
    .catch(() => {
      loading = null;
    });
  return loading;
}

function indexed({ characters, words }) {
  const entries = Object.entries(words).map(([spelt, written]) => ({
    whole: spelt.replaceAll(" ", ""),
    initials: spelt.replace(/(\w)\w*\s?/g, "$1"),
    written: written.split(" "),
  }));
  return { characters, words: entries, syllables: Object.keys(characters) };
}

// What may be meant by the letters, the likeliest first: `text`, and how many letters it stands for.
export function candidates(letters) {
  if (!table || !letters) return [];
  const found = [...words(letters), ...characters(letters)];
  const seen = new Set();
  return found.filter(({ text }) => !seen.has(text) && seen.add(text));
}

function words(letters) {
  const whole = [];
  const begun = [];
  const initials = [];
  for (const word of table.words) {
    if (word.whole === letters) whole.push(word);
    else if (letters.length > 3 && word.whole.startsWith(letters)) begun.push(word);
    else if (word.initials === letters) initials.push(word);
  }
  const offered = [...whole.flatMap(all), ...begun.flatMap(first), ...shorter(letters)];
  const most = table.syllables.includes(letters) && letters.length < 4 ? BEGUN_MAX : WORDS_MAX;
  return [...offered, ...initials.flatMap(first)]
    .slice(0, most)
    .map(([text, used]) => ({ text, used: used ?? letters.length }));
}

function all(word) {
  return word.written.map((text) => [text]);
}

function first(word) {
  return [[word.written[0]]];
}

// Words that the first letters spell: "beijingshi" begins with 北京.
function shorter(letters) {
  for (let length = letters.length - 1; length > 3; length -= 1) {
    const spelt = letters.slice(0, length);
    const word = table.words.find((each) => each.whole === spelt);
    if (word) return word.written.map((text) => [text, length]);
  }
  return [];
}

function characters(letters) {
  const syllable = longest(letters);
  const exact = syllable ? [...table.characters[syllable]] : [];
  const found = exact.map((text) => ({ text, used: syllable.length }));
  if (syllable === letters || !syllable) found.push(...begun(letters));
  return found.slice(0, CHARACTERS_MAX);
}

function longest(letters) {
  for (let length = Math.min(6, letters.length); length > 0; length -= 1) {
    const syllable = letters.slice(0, length);
    if (table.characters[syllable]) return syllable;
  }
  return "";
}

// The most frequent characters of every syllable that begins so: one of each, then two.
function begun(letters) {
  const syllables = table.syllables.filter((each) => each.startsWith(letters) && each !== letters);
  const found = [];
  for (let at = 0; at < 4; at += 1) {
    for (const syllable of syllables) {
      const text = [...table.characters[syllable]][at];
      if (text) found.push({ text, used: letters.length });
    }
  }
  return found;
}
