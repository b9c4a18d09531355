// QR codes: pieces of a proof, read from pictures or from the camera, and put together in any order.

const PIECE = /^HK1\/([1-9][0-9]{0,3})\/([1-9][0-9]{0,3})\/([0-9a-f]{8})\/([^]+)$/;
const PICTURE_SIDE_MAX = 2000;

const pieces = { check: null, all: 0, texts: new Map() };

// The texts of all QR codes in a picture.
async function codesIn(picture) {
  const scale = Math.min(1, PICTURE_SIDE_MAX / Math.max(picture.width, picture.height));
  const canvas = new OffscreenCanvas(Math.round(picture.width * scale), Math.round(picture.height * scale));
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  const { data, width, height } = context.getImageData(0, 0, canvas.width, canvas.height);
  const found = await qr.decodeQRBatch([{ data, width, height }]);
  return found.flat().filter((text) => typeof text === "string");
}

function begin(check, all) {
  Object.assign(pieces, { check, all, texts: new Map() });
}

// Keep what is a piece; says whether any was.
function keep(texts) {
  const found = texts.map((text) => PIECE.exec(text)).filter((match) => match !== null && Number(match[1]) <= Number(match[2]));
  for (const [, number, all, check, text] of found) {
    if (pieces.check !== check || pieces.all !== Number(all)) begin(check, Number(all));
    pieces.texts.set(Number(number), text);
  }
  return found.length > 0;
}

// The proof's bytes once every piece is there, and no piece is kept then; null before.
async function whole() {
  const numbers = Array.from({ length: pieces.all }, (_, index) => index + 1);
  if (pieces.all === 0 || !numbers.every((number) => pieces.texts.has(number))) return null;
  const bytes = utf8(numbers.map((number) => pieces.texts.get(number)).join(""));
  const { check } = pieces;
  begin(null, 0);
  want(hex(await sha256(bytes)).startsWith(check), "QR", "brokenCode");
  return bytes;
}
