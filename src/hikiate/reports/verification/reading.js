// Documents read strictly: what another reader might understand differently is malformed, before anything is hashed.

const BYTES_MAX = 4194304;
const NESTING_MAX = 16;
const WHOLE_LARGEST = 2n ** 53n - 1n;
const TREE_KEYS = ["root", "total", "leaves", "depth", "bucket_bits"];
const ROOT_KEYS = ["schema", "exchange", "as_of", "assets", "previous", "pack_digest", "close_digest", "disputes", "day_root"];
const PROOF_KEYS = ["schema", "exchange", "as_of", "day_root", "customer", "key", "lines"];
const LINE_KEYS = ["asset", "ledger", "part", "amount", "position", "path"];
const HEX = /^[0-9a-f]{64}$/;
const NUMBER = /^(0|[1-9][0-9]{0,38})$/;
const DECIMAL = /^(0|[1-9][0-9]*)(\.[0-9]*[1-9])?$/;
const SURROGATE = /\p{Surrogate}/u;
const TOKEN = /\s*(?:([{}[\],:])|("(?:[^"\\\u0000-\u001f]|\\.)*")|(-?[0-9][0-9.eE+-]*)|(true|false|null))/y;

// What is wrong with a file: the place in it, or a word for what it is instead.
class Malformed extends Error {
  constructor(place, key = "changedAt") {
    super(place);
    this.key = key;
  }
}

function want(holds, place, key = undefined) {
  if (!holds) throw new Malformed(place, key);
}

// The document of a file's bytes; refuses what JSON.parse would silently mend: a key twice, a number like 1e0.
function strictJson(bytes) {
  want(bytes.length <= BYTES_MAX, `> ${BYTES_MAX} bytes`, "tooLarge");
  let text;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Malformed("UTF-8", "notText");
  }
  requirePlainTokens(text);
  try {
    return JSON.parse(text);
  } catch {
    throw new Malformed("JSON", "notJson");
  }
}

function requirePlainTokens(text) {
  const keys = [];
  let before = null;
  TOKEN.lastIndex = 0;
  for (;;) {
    const match = TOKEN.exec(text);
    if (match === null) break;
    const [, mark, string, number] = match;
    if (number !== undefined) want(NUMBER.test(number), number.slice(0, 40));
    if (mark === "{" || mark === "[") keys.push(mark === "{" ? new Set() : null);
    want(keys.length <= NESTING_MAX, "nesting", "tooDeep");
    if (mark === "}" || mark === "]") keys.pop();
    if (mark === ":" && before !== null && keys.length) {
      const key = parsedText(before);
      want(keys.at(-1) !== null && !keys.at(-1).has(key), key);
      keys.at(-1).add(key);
    }
    before = string ?? null;
  }
}

function parsedText(token) {
  try {
    return JSON.parse(token);
  } catch {
    throw new Malformed("JSON", "notJson");
  }
}

function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function requireKeys(value, keys, place) {
  want(isObject(value) && Object.keys(value).length === keys.length && keys.every((key) => Object.hasOwn(value, key)), place);
}

function requireText(value, place, pattern = null) {
  want(typeof value === "string" && value !== "" && !SURROGATE.test(value), place);
  want(pattern === null || pattern.test(value), place);
}

function requireWhole(value, place, limit) {
  want(Number.isInteger(value) && value >= 0 && BigInt(value) <= limit, place);
}

function requireNumberText(value, place, limit) {
  requireText(value, place, NUMBER);
  want(BigInt(value) <= limit, place);
}

function requireTree(tree, scale, place) {
  requireText(tree.root, `${place} root`, HEX);
  requireText(tree.total, `${place} total`, DECIMAL);
  want(minorUnits(tree.total, scale) !== null, `${place} total`);
  requireWhole(tree.leaves, `${place} leaves`, WHOLE_LARGEST);
  requireWhole(tree.depth, `${place} depth`, 64n);
  requireWhole(tree.bucket_bits, `${place} bucket_bits`, BigInt(tree.depth));
}

function readRoot(root) {
  want(isObject(root) && root.schema === "hikiate/root/1", "schema", "otherKind");
  requireKeys(root, ROOT_KEYS, "ROOT.json");
  requireText(root.exchange, "exchange");
  requireText(root.as_of, "as_of");
  want(isObject(root.assets), "assets");
  for (const [asset, entry] of Object.entries(root.assets)) {
    requireText(asset, "assets");
    requireKeys(entry, [...TREE_KEYS, "scale", "debt"], asset);
    requireWhole(entry.scale, `${asset} scale`, 18n);
    requireTree(entry, entry.scale, asset);
    if (entry.debt !== null) {
      requireKeys(entry.debt, TREE_KEYS, `${asset} debt`);
      requireTree(entry.debt, entry.scale, `${asset} debt`);
    }
  }
  requireKeys(root.disputes, [...COUNTS, "head"], "disputes");
  for (const count of COUNTS) requireWhole(root.disputes[count], `disputes ${count}`, WHOLE_LARGEST);
  for (const [name, value] of [["previous", root.previous], ["head", root.disputes.head]]) {
    if (value !== null) requireText(value, name, HEX);
  }
  for (const name of ["pack_digest", "close_digest", "day_root"]) requireText(root[name], name, HEX);
  return root;
}

function readProof(proof) {
  want(isObject(proof) && proof.schema === "hikiate/proof/1", "schema", "otherKind");
  requireKeys(proof, PROOF_KEYS, "proof");
  for (const name of ["exchange", "as_of", "customer"]) requireText(proof[name], name);
  for (const name of ["day_root", "key"]) requireText(proof[name], name, HEX);
  want(Array.isArray(proof.lines), "lines");
  proof.lines.forEach((line, index) => readLine(line, `lines ${index}`));
  return proof;
}

function readLine(line, place) {
  requireKeys(line, LINE_KEYS, place);
  requireText(line.asset, `${place} asset`);
  want(LEDGERS.includes(line.ledger), `${place} ledger`);
  requireNumberText(line.part, `${place} part`, 2n ** 31n - 1n);
  requireNumberText(line.position, `${place} position`, 2n ** 64n - 1n);
  requireText(line.amount, `${place} amount`, DECIMAL);
  want(line.amount.length <= 60, `${place} amount`);
  want(Array.isArray(line.path) && line.path.length <= 64, `${place} path`);
  for (const step of line.path) {
    want(Array.isArray(step) && step.length === 2, `${place} path`);
    requireText(step[0], `${place} path`, HEX);
    requireNumberText(step[1], `${place} path`, LARGEST);
  }
}
