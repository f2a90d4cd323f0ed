"""The bot's embedding model behind OpenAI's protocol, for a peer that takes models from servers only: `… PORT`."""

import base64
import sys
from pathlib import Path

import numpy as np
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

sys.path.insert(0, str(Path(__file__).parents[2]))

from bot.embedding import MiniLM

MODEL = MiniLM()


async def embeddings(request: Request) -> JSONResponse:
    asked = await request.json()
    texts = [asked["input"]] if isinstance(asked["input"], str) else asked["input"]
    rows = np.asarray(MODEL.embed(texts), dtype=np.float32)
    packed = asked.get("encoding_format") == "base64"
    data = [
        {"object": "embedding", "index": at, "embedding": base64.b64encode(row).decode() if packed else row.tolist()}
        for at, row in enumerate(rows)
    ]
    usage = {"prompt_tokens": 0, "total_tokens": 0}
    return JSONResponse({"object": "list", "data": data, "model": asked["model"], "usage": usage})


if __name__ == "__main__":
    application = Starlette(routes=[Route("/v1/embeddings", embeddings, methods=["POST"])])
    uvicorn.run(application, host="127.0.0.1", port=int(sys.argv[1]), log_level="warning")
