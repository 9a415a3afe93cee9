"""Makes the pictures of this folder; needs Pillow 12.3 and OpenCV 5.0.

The picture is a smooth gradient with a bright disc, 40 by 28 pixels, so that lossy formats stay
close to it and every transposition shows.
"""

import cv2
import numpy as np
from PIL import Image

W, H = 40, 28
y, x = np.mgrid[0:H, 0:W].astype(np.float64)
rgb = np.stack([x * 255 / (W - 1), y * 255 / (H - 1), 255 - (x + y) * 255 / (W + H - 2)], axis=2)
rgb[(x - 12) ** 2 + (y - 9) ** 2 < 36] = [250, 240, 200]
rgb = np.rint(rgb).astype(np.uint8)
alpha = np.rint(x * 255 / (W - 1)).astype(np.uint8)
image = Image.fromarray(rgb)

image.save("plain.png")
image.save("lossless.webp", lossless=True)
image.save("lossy.webp", quality=95)
Image.open("lossy.webp").convert("RGB").save("lossy-expected.png")
image.save("progressive.jpg", quality=97, subsampling=0, progressive=True)
image.convert("CMYK").save("cmyk.jpg", quality=97, subsampling=0)
Image.open("cmyk.jpg").convert("RGB").save("cmyk-expected.png")
Image.fromarray(np.dstack([rgb, alpha])).save("alpha.webp", lossless=True, exact=True)
Image.fromarray(np.dstack([rgb, alpha])).save("alpha.png")
Image.fromarray(np.rint(rgb.mean(axis=2)).astype(np.uint8)).save("grey.png")
Image.fromarray((np.rint(rgb.mean(axis=2)) * 257).astype(np.uint16)).save("grey16.png")
image.quantize(16).save("palette.png", bits=4)
image.quantize(16).convert("RGB").save("palette-expected.png")
image.save("plain.bmp")
frames = [image, image.transpose(Image.FLIP_LEFT_RIGHT)]
frames[0].save("animated.webp", save_all=True, append_images=frames[1:], lossless=True)
frames[0].save("animated.png", save_all=True, append_images=frames[1:])

exif = Image.Exif()
exif[0x0112] = 6
stored = image.transpose(Image.ROTATE_90)
stored.save("turned.webp", lossless=True, exif=exif)
stored.save("turned.png", exif=exif)
stored.save("turned.jpg", quality=97, subsampling=0, exif=exif)

Image.fromarray(cv2.resize(rgb, (17, 11), interpolation=cv2.INTER_AREA)).save("area-17x11.png")
image.resize((60, 33), Image.LANCZOS).save("lanczos-60x33.png")
image.resize((30, 33), Image.LANCZOS).save("lanczos-30x33.png")
