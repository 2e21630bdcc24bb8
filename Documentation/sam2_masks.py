"""Masks by SAM 2 from the prompts of track-seg: python sam2_masks.py PROMPTS.json FRAMES CONFIG CHECKPOINT OUTPUT

FRAMES is a folder of JPEG frames (00000.jpg, …) or the video, as SAM 2 reads it. Writes OUTPUT/00000.npy, …: uint8, 0 or the object's number.
"""
import json, os, sys
import numpy as np
from sam2.build_sam import build_sam2_video_predictor

prompts, frames, config, checkpoint, output = sys.argv[1:6]
prompts = json.load(open(prompts))
predictor = build_sam2_video_predictor(config, checkpoint)
state = predictor.init_state(video_path=frames)
for entry in prompts["objects"]:
    for prompt in entry["prompts"]:
        predictor.add_new_points_or_box(
            inference_state=state, frame_idx=prompt["frame_idx"], obj_id=entry["obj_id"],
            points=np.array(prompt["points"], np.float32), labels=np.array(prompt["labels"], np.int32))
os.makedirs(output, exist_ok=True)
for reverse in (True, False):  # from the first prompt to the beginning, and to the end
    for frame, objects, logits in predictor.propagate_in_video(state, reverse=reverse):
        logits = np.stack([np.asarray(one.cpu() if hasattr(one, "cpu") else one)[0] for one in logits])
        best = logits.argmax(0)  # of two objects the surer one
        mask = np.where(logits.max(0) > 0, np.array(objects)[best], 0)
        np.save(f"{output}/{frame:05d}.npy", mask.astype(np.uint8))
