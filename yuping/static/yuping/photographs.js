"use strict";
/* A photograph larger than what is kept is made smaller before it is sent: telephones take pictures of 6 to 12 MB. What
   the browser can't make smaller is sent as it is, and the server says why it is refused. */
(function () {
  // Longest side in pixels, tried one after the other; a page of A4 stays readable at the last.
  const SIDES = [4000, 3000, 2200, 1600];
  const QUALITY = 0.85;

  function inMegabytes(size) { return (size / 1024 / 1024).toFixed(1); }

  function say(field, text) {
    const id = `${field.id}_size`;
    let said = document.getElementById(id);
    if (!said) {
      said = document.createElement("div");
      said.id = id;
      said.className = "form-hint";
      said.setAttribute("role", "status");
      field.after(said);
    }
    said.textContent = text;
    said.hidden = !text;
  }

  function drawn(picture, side) {
    const share = Math.min(1, side / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * share);
    canvas.height = Math.round(picture.height * share);
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    return new Promise((done) => { canvas.toBlob(done, "image/jpeg", QUALITY); });
  }

  async function smaller(file, most) {
    const picture = await createImageBitmap(file);
    try {
      for (const side of SIDES) {
        const made = await drawn(picture, side);
        if (made && made.size <= most) return new File([made], file.name.replace(/\.\w+$/, "") + ".jpg", { type: made.type });
      }
    } finally {
      picture.close();
    }
    return null;
  }

  document.addEventListener("change", async (event) => {
    const field = event.target;
    if (!field.matches("input[type=file][data-most]")) return;
    const [file] = field.files;
    const most = Number(field.dataset.most);
    say(field, "");
    if (!file || file.size <= most) return;
    const before = inMegabytes(file.size);
    const buttons = Array.from(field.form.querySelectorAll("button[type=submit]:not([disabled])"));
    buttons.forEach((button) => { button.disabled = true; });
    try {
      const made = file.type.startsWith("image/") ? await smaller(file, most) : null;
      if (made) {
        const chosen = new DataTransfer();
        chosen.items.add(made);
        field.files = chosen.files;
        say(field, field.dataset.shrunk.replace("{before}", before).replace("{after}", inMegabytes(made.size)));
      } else {
        say(field, field.dataset.tooLarge.replace("{before}", before));
      }
    } catch {
      say(field, field.dataset.tooLarge.replace("{before}", before));
    } finally {
      buttons.forEach((button) => { button.disabled = false; });
    }
  });
})();
