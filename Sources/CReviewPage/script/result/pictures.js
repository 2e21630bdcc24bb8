// Numbered pictures beside the page, a few of them held ready.

const makePictures = (facts, loaded) => {
  const held = new Map();
  const limit = 48;

  /** The number of the picture that stands for a frame. */
  const numberOf = (frame) => frame - (frame % facts.stride);

  const request = (frame) => {
    const number = numberOf(frame);
    const known = held.get(number);
    if (known) {
      held.delete(number);
      held.set(number, known);
      return known;
    }
    const image = new Image();
    const picture = { image, state: "loading" };
    const settle = (state) => () => {
      picture.state = state;
      loaded();
    };
    const name = facts.names ? facts.names[number] : String(number).padStart(5, "0");
    image.src = `${facts.folder}/${encodeURIComponent(name)}.${facts.suffix}`;
    image.decode().then(settle("ready"), settle("missing"));
    held.set(number, picture);
    if (held.size > limit) held.delete(held.keys().next().value);
    return picture;
  };

  return { request };
};
