// The steps of verification, in the format's order: each is {check, line, holds} and the numbers that a sentence needs.

async function verified(proof, root) {
  const made = await dayRootOf(root);
  const checks = [
    { check: "root", line: null, holds: made === root.day_root },
    { check: "day", line: null, holds: ["exchange", "as_of", "day_root"].every((name) => proof[name] === root[name]) },
    { check: "lines", line: null, holds: linesInOrder(proof.lines, root) },
  ];
  for (const line of proof.lines) {
    if (treeOf(root, line.asset, line.ledger) !== null) {
      for await (const check of lineChecks(proof, line, root)) {
        checks.push({ ...check, line });
        if (!check.holds) break;
      }
    }
  }
  return checks;
}

function linesInOrder(lines, root) {
  let before = null;
  for (const line of lines) {
    const same = before !== null && before.asset === line.asset && before.ledger === line.ledger;
    const wanted = same ? BigInt(before.part) + 1n : 0n;
    const later =
      before === null || same || byBytes(before.asset, line.asset) < 0 ||
      (before.asset === line.asset && LEDGERS.indexOf(before.ledger) < LEDGERS.indexOf(line.ledger));
    if (BigInt(line.part) !== wanted || !later || treeOf(root, line.asset, line.ledger) === null) return false;
    before = line;
  }
  return before !== null;
}

async function* lineChecks(proof, line, root) {
  const published = treeOf(root, line.asset, line.ledger);
  const { scale } = root.assets[line.asset];
  const tree = await record("proof-tree/1", root.exchange, root.as_of, line.asset, scale, line.ledger);
  const amount = minorUnits(line.amount, scale);
  yield { check: "amount", holds: amount !== null && amount > 0n };

  const seal = await sealOf(proof.key, tree, line.part, proof.customer);
  const depth = published.depth;
  const bits = BigInt(published.bucket_bits);
  const position = BigInt(line.position);
  const bucket = BigInt("0x" + hex(seal)) >> (256n - bits);
  const fits = line.path.length === depth && position < 2n ** BigInt(depth);
  yield { check: "shape", holds: fits && position >> (BigInt(depth) - bits) === bucket };

  const siblings = line.path.map(([hash, sum]) => ({ hash: unhex(hash), sum: BigInt(sum) }));
  let sound = true;
  let height = 0;
  for await (const empty of paddings(tree, depth)) {
    sound &&= (siblings[height].sum === 0n) === (line.path[height][0] === hex(empty.hash));
    height += 1;
  }
  yield { check: "padding", holds: sound };

  let node = await leafOf(tree, seal, amount);
  for (const [step, sibling] of siblings.entries()) {
    if (node.sum + sibling.sum > LARGEST) {
      yield { check: "path", holds: false };
      return;
    }
    const isRight = (position >> BigInt(step)) & 1n;
    node = isRight ? await parentOf(tree, sibling, node, step + 1) : await parentOf(tree, node, sibling, step + 1);
  }
  yield { check: "path", holds: true };
  yield { check: "total", holds: node.sum === minorUnits(published.total, scale) };
  yield { check: "tree", holds: (await rootOf(tree, node, published)) === published.root };
}
