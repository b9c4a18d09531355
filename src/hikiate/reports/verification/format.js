// What is hashed, and how: docs/proof-format.md in WebCrypto's words. Sums are BigInt, bytes are Uint8Array.

const LARGEST = 2n ** 127n - 1n;
const LEDGERS = ["liability", "debt"];
const COUNTS = ["filed", "open", "answered", "overdue", "checked"];

const utf8 = (text) => new TextEncoder().encode(text);
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const unhex = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));

function joined(...parts) {
  const made = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    made.set(part, at);
    at += part.length;
  }
  return made;
}

// A whole number as so many bytes, the highest first.
function numbered(number, size) {
  return unhex(BigInt(number).toString(16).padStart(2 * size, "0"));
}

async function hmac(key, message) {
  const imported = await crypto.subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", imported, message));
}

function record(domain, ...fields) {
  const texts = ["hikiate/" + domain, ...fields].map((field) => utf8(String(field)));
  return sha256(joined(...texts.flatMap((text) => [numbered(text.length, 8), text])));
}

// The 32 bytes of a role are the same for every hash, so they are made once.
const roles = new Map();
function roleOf(name) {
  if (!roles.has(name)) roles.set(name, record("proof-role/1", name));
  return roles.get(name);
}

async function prefix(role, tree) {
  return joined(await roleOf(role), tree);
}

async function leafOf(tree, seal, amount) {
  return { hash: await sha256(joined(await prefix("leaf", tree), seal, numbered(amount, 16))), sum: amount };
}

async function parentOf(tree, left, right, height) {
  const bound = [left.hash, numbered(left.sum, 16), right.hash, numbered(right.sum, 16), numbered(height, 4)];
  return { hash: await sha256(joined(await prefix("node", tree), ...bound)), sum: left.sum + right.sum };
}

async function* paddings(tree, depth) {
  let node = { hash: await sha256(await prefix("padding", tree)), sum: 0n };
  for (let height = 0; height < depth; height += 1) {
    yield node;
    node = await parentOf(tree, node, node, height + 1);
  }
}

async function rootOf(tree, top, shape) {
  const size = [numbered(shape.leaves, 8), numbered(shape.depth, 4), numbered(shape.bucket_bits, 4)];
  return hex(await sha256(joined(await prefix("root", tree), top.hash, numbered(top.sum, 16), ...size)));
}

async function sealOf(key, tree, part, customer) {
  const who = await sha256(joined(await roleOf("customer"), utf8(customer)));
  return hmac(unhex(key), joined(tree, numbered(part, 4), who));
}

function treeOf(root, asset, ledger) {
  const entry = Object.hasOwn(root.assets, asset) ? root.assets[asset] : null;
  return entry && ledger === "debt" ? entry.debt : entry;
}

// Decimal text as whole minor units; null where it is finer than the scale, or too large.
function minorUnits(decimal, scale) {
  const [units, decimals = ""] = decimal.split(".");
  if (decimals.length > scale || units.length > 39) return null;
  const minor = BigInt(units + decimals.padEnd(scale, "0"));
  return minor <= LARGEST ? minor : null;
}

// Whole minor units as decimal text without trailing zeros.
function decimalText(minor, scale) {
  const digits = minor.toString().padStart(scale + 1, "0");
  const units = digits.slice(0, digits.length - scale);
  const decimals = digits.slice(digits.length - scale).replace(/0+$/, "");
  return decimals ? `${units}.${decimals}` : units;
}

// Texts in the order of their UTF-8 bytes.
function byBytes(one, other) {
  return hex(utf8(one)) < hex(utf8(other)) ? -1 : Number(one !== other);
}

function treesOf(root) {
  return Object.keys(root.assets)
    .sort(byBytes)
    .flatMap((asset) => LEDGERS.map((ledger) => [asset, ledger, root.assets[asset].scale, treeOf(root, asset, ledger)]))
    .filter(([, , , tree]) => tree !== null);
}

async function dayRootOf(root) {
  const trees = treesOf(root);
  const fields = trees.flatMap(([asset, ledger, scale, tree]) => [
    asset, ledger, scale, tree.root, minorUnits(tree.total, scale), tree.leaves, tree.depth, tree.bucket_bits,
  ]);
  const counts = COUNTS.map((count) => root.disputes[count]);
  const head = [root.exchange, root.as_of, root.previous ?? "", root.pack_digest, root.close_digest];
  return hex(await record("proof-root/1", ...head, ...counts, root.disputes.head ?? "", trees.length, ...fields));
}
