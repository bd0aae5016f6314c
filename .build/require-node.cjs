"use strict";
// Plain old JavaScript: it has to run on every Node in order to refuse the old ones.
var wanted = require("../package.json").engines.node.replace(">=", "").split(".").map(Number);
var found = process.versions.node.split(".").map(Number);
if (found[0] < wanted[0] || (found[0] === wanted[0] && found[1] < wanted[1])) {
  process.stderr.write(
    "presecret needs Node " +
      wanted.join(".") +
      " or newer, and this is " +
      process.versions.node +
      ". Run npm ci first: it installs Node 24 for the scripts of this project.\n",
  );
  process.exit(1);
}
