// The page: files in, sentences out. Data becomes text nodes only; nothing is sent, nothing is kept.

const QUOTED_MAX = 200;
const CLAIM = /^(0|[1-9][0-9]{0,38})(\.[0-9]{1,18})?$/;

const page = { language: navigator.language.startsWith("ja") ? "ja" : "en", root: null, replaced: false, proof: null, scanning: false, state: { kind: "empty" } };
const at = (id) => document.getElementById(id);

function said(key, values = {}) {
  return WORDS[page.language][key].replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

function made(name, text = "", attributes = {}) {
  const element = document.createElement(name);
  element.textContent = text;
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

const brief = (text) => (text.length > QUOTED_MAX ? `${text.slice(0, QUOTED_MAX)}…` : text);

// A moment as people write it; whatever else stands in its place is shown as it is.
function moment(text) {
  const parts = /^([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}:[0-9]{2}:[0-9]{2})([+-][0-9]{2}:[0-9]{2})$/.exec(text);
  if (parts === null) return brief(text);
  const [, year, month, day, time, offset] = parts;
  const style = new Intl.DateTimeFormat(page.language === "ja" ? "ja-JP" : "en-GB", { dateStyle: "long", timeZone: "UTC" });
  const zone = offset === "+09:00" ? said("japanTime") : `UTC${offset}`;
  return said("moment", { date: style.format(Date.UTC(Number(year), Number(month) - 1, Number(day))), time, zone });
}

// The root's words for a sentence.
const ofRoot = () => (page.root === null ? {} : { exchange: brief(page.root.exchange), as_of: moment(page.root.as_of) });

// The proof's own words for a sentence.
const ofProof = () => ({ proof_exchange: brief(page.proof.exchange), proof_as_of: moment(page.proof.as_of) });

// A proof of another day or exchange is no complaint yet: it wants the page of its own day.
const isOtherDay = () => page.proof.exchange !== page.root.exchange || page.proof.as_of !== page.root.as_of;

const grouped = (decimal) => decimal.replace(/^[0-9]+/, (units) => units.replace(/\B(?=(?:[0-9]{3})+$)/g, ","));

// The customer's total by asset in one ledger.
function totals(ledger) {
  const sums = new Map();
  for (const line of page.proof.lines.filter((each) => each.ledger === ledger)) {
    const before = sums.get(line.asset) ?? 0n;
    sums.set(line.asset, before + minorUnits(line.amount, page.root.assets[line.asset].scale));
  }
  return [...sums].map(([asset, minor]) => `${grouped(decimalText(minor, page.root.assets[asset].scale))} ${asset}`);
}

function sentence({ check, line, holds }) {
  const key = holds ? check : `${check}Fails`;
  if (line === null) return said(key);
  const { scale } = page.root.assets[line.asset];
  const total = grouped(decimalText(minorUnits(treeOf(page.root, line.asset, line.ledger).total, scale), scale));
  return said(key, { amount: grouped(line.amount), asset: brief(line.asset), total });
}

// What a group of steps is about: the whole proof, or one line of it.
function lineSaid(line) {
  if (line === null) return said("whole");
  const same = page.proof.lines.filter((each) => each.asset === line.asset && each.ledger === line.ledger);
  const asset = brief(line.asset) + (line.ledger === "debt" ? said("debtLine") : "");
  return same.length > 1 ? said("partLine", { asset, number: Number(line.part) + 1, all: same.length }) : asset;
}

function showSteps(checks) {
  const groups = new Map();
  for (const check of checks) {
    if (!groups.has(check.line)) groups.set(check.line, []);
    groups.get(check.line).push(check);
  }
  at("steps").replaceChildren();
  for (const [line, group] of groups) {
    const failed = group.some((check) => !check.holds);
    const details = made("details");
    details.open = failed || line === null;
    const summary = made("summary", lineSaid(line), { class: failed ? "fails" : "holds" });
    summary.append(made("b", said(failed ? "fails" : "holds")));
    details.append(summary);
    const list = made("ol");
    for (const check of group) {
      const item = made("li", "", { class: check.holds ? "holds" : "fails" });
      item.append(made("b", check.holds ? said("holds") : said("fails")), ` ${sentence(check)}`);
      list.append(item);
    }
    details.append(list);
    at("steps").append(details);
  }
}

function showVerdict(kind, head, text) {
  at("verdict").className = `verdict ${kind}`;
  at("verdict").hidden = false;
  at("sign").textContent = kind === "included" ? "✓" : "!";
  at("head").textContent = head;
  at("text").textContent = text;
}

function showList(id, rows) {
  at(id).replaceChildren(...rows.map((row) => made("li", row)));
  at(`${id}-block`).hidden = rows.length === 0;
}

function render() {
  document.documentElement.lang = page.language;
  document.title = said("title");
  for (const element of document.querySelectorAll("[data-said]")) element.textContent = said(element.dataset.said);
  const { kind, checks, values } = page.state;
  const rootKey = page.root === null ? "noRoot" : page.replaced ? "rootReplaced" : "rootFrom";
  at("root-said").textContent = said(rootKey, ofRoot());
  at("day-root-block").hidden = page.root === null;
  if (page.root !== null) at("day-root").textContent = page.root.day_root;
  at("insecure").hidden = globalThis.crypto?.subtle !== undefined;
  at("camera").textContent = said(page.scanning ? "cameraStop" : "camera");
  at("note").textContent = kind === "note" ? said(values.key, values) : "";
  at("verdict").hidden = true;
  at("checked").hidden = checks === undefined;
  at("confirm-block").hidden = kind !== "included";
  if (kind === "malformed") showVerdict("failed", said("malformedHead"), said("malformedText", { ...values, place: said(values.key, values) }));
  if (checks !== undefined) {
    const told = isOtherDay() ? "otherDay" : kind;
    const failed = checks.filter((each) => !each.holds).slice(0, 1).map(sentence).join("");
    showVerdict(kind, said(`${told}Head`), said(`${told}Text`, { ...ofRoot(), ...ofProof(), failed }));
    at("customer").textContent = brief(page.proof.customer);
    showList("owed", kind === "included" ? totals("liability") : []);
    showList("debts", kind === "included" ? totals("debt") : []);
    showSteps(checks);
  }
  compare();
}

async function check() {
  if (page.proof === null || page.root === null || globalThis.crypto?.subtle === undefined) return;
  const started = performance.now();
  const checks = await verified(page.proof, page.root);
  document.documentElement.dataset.milliseconds = String(performance.now() - started);
  page.state = { kind: checks.every((each) => each.holds) ? "included" : "failed", checks };
  if (page.state.kind === "failed" && !isOtherDay()) proposeDispute();
}

// Whoever's check failed need not type again what the proof says.
function proposeDispute() {
  at("dispute-customer").value ||= page.proof.customer;
  at("dispute-reason").value = "check_failed";
}

function take(bytes) {
  const document_ = strictJson(bytes);
  if (isObject(document_) && document_.schema === "hikiate/root/1") {
    page.root = readRoot(document_);
    page.replaced = true;
  } else {
    page.proof = readProof(document_);
  }
}

async function takeFiles(files) {
  for (const file of files) {
    page.state = { kind: "empty" };
    try {
      if (file.type.startsWith("image/")) await takePicture(await pictureOf(file));
      else take(new Uint8Array(await file.slice(0, BYTES_MAX + 1).arrayBuffer()));
      await check();
    } catch (error) {
      refuse(file.name, error);
    }
    render();
  }
}

// Whatever goes wrong with a file is said, and the page goes on.
function refuse(file, error) {
  if (!(error instanceof Malformed)) globalThis.reportError?.(error);
  page.proof = null;
  page.state = { kind: "malformed", values: { file: brief(file), key: error.key ?? "changedAt", place: brief(error.message) } };
}

// A picture that the browser can read; null where it cannot.
const pictureOf = (source) => createImageBitmap(source).catch(() => null);

// What codes say: "whole" once every piece of a proof was read, "some" before, with a word on what is missing, or "none".
async function takeCodes(texts) {
  if (!keep(texts)) return "none";
  const have = pieces.texts.size;
  const bytes = await whole();
  if (bytes === null) {
    note("pieces", { have, all: pieces.all });
    return "some";
  }
  page.state = { kind: "empty" };
  take(bytes);
  return "whole";
}

async function takePicture(picture) {
  const texts = picture === null ? [] : await codesIn(picture);
  if ((await takeCodes(texts)) === "none") note("noCode");
}

function note(key, values = {}) {
  page.state = { kind: "note", values: { key, ...values } };
}

// Scan until a proof is whole or the button is pressed again; what the camera sees stays on this device.
async function scan() {
  if (page.scanning) {
    page.scanning = false;
    return;
  }
  const view = at("view");
  page.scanning = true;
  try {
    view.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: 1920 } });
    view.hidden = false;
    await view.play();
    render();
  } catch {
    page.scanning = false;
    note("noCamera");
  }
  while (page.scanning) await look(view);
  for (const track of view.srcObject?.getTracks() ?? []) track.stop();
  view.srcObject = null;
  view.hidden = true;
  render();
}

// One look through the camera.
async function look(view) {
  const before = pieces.texts.size;
  try {
    const picture = await pictureOf(view);
    const found = picture === null ? "none" : await takeCodes(await codesIn(picture));
    if (found === "whole") {
      page.scanning = false;
      await check();
    }
  } catch (error) {
    page.scanning = false;
    refuse("QR", error);
  }
  if (pieces.texts.size !== before) render();
  await new Promise((resolve) => requestAnimationFrame(resolve));
}

function compare() {
  const given = at("compare").value.trim().toLowerCase();
  at("compared").textContent = given && page.root ? said(given === page.root.day_root ? "same" : "differs") : "";
}

function save(name, document_) {
  const bytes = utf8(JSON.stringify(document_, null, 1) + "\n");
  const link = made("a", "", { href: URL.createObjectURL(new Blob([bytes], { type: "application/json" })), download: name });
  link.click();
  return bytes;
}

async function confirm() {
  const { exchange, as_of, day_root, customer, key } = page.proof;
  const code = hex(await hmac(unhex(key), await record("proof-confirmation/1", day_root)));
  save("confirmation.json", { schema: "hikiate/confirmation/1", exchange, as_of, day_root, customer, code });
}

async function dispute(event) {
  event.preventDefault();
  const [customer, asset, amount] = ["dispute-customer", "dispute-asset", "dispute-amount"].map((id) => at(id).value.trim());
  const day = page.root ?? page.proof;
  if (day === null) {
    at("dispute-said").textContent = said("noRoot");
    return;
  }
  const sound = customer !== "" && (amount === "" || (CLAIM.test(amount) && asset !== ""));
  at("dispute-said").textContent = sound ? "" : said("disputeWrong");
  if (!sound) return;
  const failed = (page.state.checks ?? []).filter((each) => !each.holds).map((each) => each.check);
  const claimed = amount.includes(".") ? amount.replace(/\.?0+$/, "") : amount;
  const bytes = save("dispute.json", {
    schema: "hikiate/dispute/1",
    exchange: day.exchange,
    as_of: day.as_of,
    day_root: day.day_root,
    customer,
    reason: at("dispute-reason").value,
    claims: amount === "" ? [] : [{ asset, ledger: "liability", amount: claimed }],
    failed: [...new Set(failed)],
    statement: at("dispute-statement").value,
    proof: page.proof,
    nonce: hex(crypto.getRandomValues(new Uint8Array(16))),
  });
  at("dispute-said").textContent = said("disputeNumber", { number: hex(await sha256(bytes)) });
}

at("language").addEventListener("click", () => {
  page.language = page.language === "ja" ? "en" : "ja";
  render();
});
at("files").addEventListener("change", async (event) => {
  await takeFiles([...event.target.files]);
  event.target.value = "";
});
at("camera").addEventListener("click", scan);
at("compare").addEventListener("input", compare);
at("confirm").addEventListener("click", confirm);
at("dispute").addEventListener("submit", dispute);
document.addEventListener("dragover", (event) => event.preventDefault());
document.addEventListener("drop", (event) => {
  event.preventDefault();
  takeFiles(event.dataTransfer.files);
});
page.root = JSON.parse(at("root").textContent);
render();
