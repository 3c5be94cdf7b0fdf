"""Editorial content of the demo: invented texts beside real entries, each marked as illustrative.

Nobody in them is real, and nothing in them is said of a real maker: they tell how a thing is made
in general. Entries are named as the demo register names them.
"""

from typing import Any

# Drawings of the site's own; file, title, what they show, the same in English.
PICTURES = (
    ("nuoc-mam", "Thùng ủ nước mắm", "Tranh vẽ thùng gỗ ủ nước mắm và chai nước mắm",
     "Drawing of a wooden vat of fish sauce and a bottle"),
    ("gom", "Gốm", "Tranh vẽ bình và bát gốm", "Drawing of a jar and a bowl of pottery"),
    ("che", "Chè", "Tranh vẽ búp chè và ấm chén", "Drawing of tea buds, a pot and cups"),
    ("det-tho-cam", "Dệt", "Tranh vẽ khung cửi và tấm vải", "Drawing of a loom and a cloth"),
    ("go-son-mai", "Gỗ và sơn mài", "Tranh vẽ đồ gỗ và hộp sơn mài",
     "Drawing of woodwork and a lacquer box"),
)  # fmt: skip

STORIES: tuple[dict[str, Any], ...] = (
    {
        "title": "Xem gì trên bao bì trước khi mua",
        "slug": "xem-gi-tren-bao-bi",
        "lead": "Một dấu sao in trên hộp chưa đủ. Ba điều để hỏi, và nơi tìm câu trả lời.",
        "picture": "nuoc-mam",
        "body": (
            ("heading", "Hỏi về đúng sản phẩm"),
            ("paragraph", "<p>Giấy chứng nhận chỉ nói về sản phẩm có tên trên giấy. Cùng một cơ sở "
             "có thể có loại đã được công nhận và loại chưa.</p>"),
            ("quote", {"quote": "Dấu trên hộp nói về một sản phẩm, không nói về cả gian hàng.",
                       "source": "Ban biên tập"}),
            ("heading", "Hỏi về ngày"),
            ("paragraph", "<p>Chứng nhận OCOP có hiệu lực 36 tháng. Trang kiểm tra trả lời cho hôm "
             "nay, và cho cả ngày bạn đã mua.</p>"),
            ("chosen_products", {"heading": "Ba mục trong sổ, với tình trạng hôm nay", "items": [
                "Nước mắm Tân Lập", "Nước mắm cá cơm Văn Tranh", "Nước mắm nhĩ Bà Mười"]}),
            ("call", {"text": "Có gói hàng trong tay?", "words": "Kiểm tra một mã",
                      "link": {"page": None, "address": "/kiem-tra/"}}),
        ),
    },
    {
        "title": "Một mẻ gốm đi qua lửa",
        "slug": "mot-me-gom",
        "lead": "Từ đất đến men: những bước mà lò gốm nào cũng qua.",
        "picture": "gom",
        "body": (
            ("heading", "Đất"),
            ("paragraph", "<p>Đất được ngâm, lọc và ủ trước khi lên bàn xoay. Đất ủ lâu thì dẻo và "
             "ít nứt.</p>"),
            ("heading", "Lửa"),
            ("paragraph", "<p>Lò được nâng nhiệt chậm, giữ rồi hạ chậm. Vội ở bước nào thì hỏng ở "
             "bước ấy.</p>"),
            ("cards", {"heading": "Xem tiếp", "cards": [
                {"title": "Gốm trong danh mục", "text": "Mọi mục của nhóm gốm, với tình trạng.",
                 "link": {"page": None, "address": "/danh-muc/?nhom=gom"}},
                {"title": "Làng nghề", "text": "Danh hiệu là của nơi chốn.",
                 "link": {"page": None, "address": "/danh-muc/?chuong-trinh=craft"}}]}),
        ),
    },
)  # fmt: skip

COLLECTIONS: tuple[dict[str, Any], ...] = (
    {
        "title": "Nước mắm nhiều vùng biển",
        "slug": "nuoc-mam",
        "lead": "Vài mục được chọn bằng tay, và những mục khác của nhóm còn hiệu lực hôm nay.",
        "picture": "nuoc-mam",
        "body": (
            ("paragraph", "<p>Cá và muối, thời gian và nắng: mỗi vùng một cách. Danh sách này là "
             "để xem cho biết, không phải xếp hạng.</p>"),
        ),
        "items": (
            ("Nước mắm Tân Lập", "Cơ sở là hộ sản xuất"),
            ("Nước mắm Hương Làng Cổ", "Cơ sở là công ty"),
            ("Nước mắm cá cơm Văn Tranh", "Cơ sở là hộ kinh doanh"),
        ),
        "rule": "/danh-muc/?nhom=nuoc-mam",
    },
    {
        "title": "Chè từ cây đến ấm",
        "slug": "che",
        "lead": "Chè các vùng, theo đúng những gì danh mục có hôm nay.",
        "picture": "che",
        "body": (),
        "items": (),
        "rule": "/danh-muc/?nhom=che",
    },
)  # fmt: skip

RECORD_STORIES: tuple[dict[str, Any], ...] = (
    {
        "record": "Vải lụa tơ tằm Mã Châu",
        "title": "Sợi tơ đi từ kén đến vải",
        "lead": "Lụa tơ tằm nói chung được làm như thế nào.",
        "picture": "det-tho-cam",
        "caption": "Khung cửi.",
        "body": (
            ("heading", "Kéo và xe"),
            ("paragraph", "<p>Kén được luộc để gỡ mối tơ. Nhiều sợi mảnh chập lại rồi xe thành một "
             "sợi đều.</p>"),
            ("heading", "Dệt và nhuộm"),
            ("paragraph", "<p>Sợi dọc căng trên khung, sợi ngang đi theo con thoi. Vải được nhuộm "
             "sau khi dệt, hoặc sợi được nhuộm trước.</p>"),
        ),
    },
    {
        "record": "Làng nghề khảm trai thôn Trung",
        "title": "Mảnh trai trên mặt gỗ",
        "lead": "Khảm trai nói chung gồm những bước nào.",
        "picture": "go-son-mai",
        "caption": "Gỗ và sơn.",
        "body": (
            ("heading", "Cưa và đục"),
            ("paragraph", "<p>Vỏ trai được mài phẳng, cưa theo nét vẽ. Mặt gỗ được đục đúng hình "
             "ấy để mảnh trai nằm khít.</p>"),
            ("heading", "Gắn và mài"),
            ("paragraph", "<p>Mảnh trai được gắn bằng sơn, để khô rồi mài cho phẳng. Nét nhỏ được "
             "tỉa sau cùng.</p>"),
        ),
    },
)  # fmt: skip

# English of one story, one collection and one story of a record; the others wait for translators.
ENGLISH: dict[str, str] = {
    "Xem gì trên bao bì trước khi mua": "What to look for on a pack before you buy",
    "xem-gi-tren-bao-bi": "what-to-look-for",
    "Một dấu sao in trên hộp chưa đủ. Ba điều để hỏi, và nơi tìm câu trả lời.": "A star printed "
    "on a box is not enough. Three things to ask, and where the answers are.",
    "Hỏi về đúng sản phẩm": "Ask about this very product",
    "Giấy chứng nhận chỉ nói về sản phẩm có tên trên giấy. Cùng một cơ sở có thể có loại đã được "
    "công nhận và loại chưa.": "A certificate speaks only of the product that it names. One maker "
    "may have products that are certified and products that are not.",
    "Dấu trên hộp nói về một sản phẩm, không nói về cả gian hàng.": "A mark on a box speaks of one "
    "product, not of the whole stall.",
    "Ban biên tập": "The editors",
    "Hỏi về ngày": "Ask about the day",
    "Chứng nhận OCOP có hiệu lực 36 tháng. Trang kiểm tra trả lời cho hôm nay, và cho cả ngày bạn "
    "đã mua.": "An OCOP certificate is valid for 36 months. Verification answers for today, and "
    "for the day on which you bought.",
    "Ba mục trong sổ, với tình trạng hôm nay": "Three entries with their state of today",
    "Có gói hàng trong tay?": "Is there a pack in your hand?",
    "Kiểm tra một mã": "Verify a code",
    "Nước mắm nhiều vùng biển": "Fish sauce from many shores",
    "nuoc-mam": "fish-sauce",
    "Vài mục được chọn bằng tay, và những mục khác của nhóm còn hiệu lực hôm nay.": "A few entries "
    "picked by hand, and others of the group that have not ended today.",
    "Cá và muối, thời gian và nắng: mỗi vùng một cách. Danh sách này là để xem cho biết, không "
    "phải xếp hạng.": "Fish and salt, time and sun: each shore in its way. This list is to look "
    "around in, it ranks nothing.",
    "Cơ sở là hộ sản xuất": "Made by a household",
    "Cơ sở là công ty": "Made by a company",
    "Cơ sở là hộ kinh doanh": "Made by a business household",
    "Sợi tơ đi từ kén đến vải": "A silk thread from cocoon to cloth",
    "Lụa tơ tằm nói chung được làm như thế nào.": "How silk is made in general.",
    "Khung cửi.": "A loom.",
    "Kéo và xe": "Reeling and twisting",
    "Kén được luộc để gỡ mối tơ. Nhiều sợi mảnh chập lại rồi xe thành một sợi đều.": "Cocoons are "
    "boiled so that the end of the thread comes loose. Many fine threads are laid together and "
    "twisted into an even one.",
    "Dệt và nhuộm": "Weaving and dyeing",
    "Sợi dọc căng trên khung, sợi ngang đi theo con thoi. Vải được nhuộm sau khi dệt, hoặc sợi "
    "được nhuộm trước.": "The warp is stretched on the loom, the weft follows the shuttle. The "
    "cloth is dyed after weaving, or the thread before it.",
}
