"""Forms of one kanji as they stand in names: 髙 is 高, 﨑 is 崎, 邊 and 邉 are 辺. Unicode keeps them apart, and NFKC does too.

Each group begins with the form of the Jōyō or Jinmeiyō table. Sources: the older forms in brackets of the Jōyō table (常用漢字表,
平成22年内閣告示第2号) as far as names have them, and the Ministry of Justice's list of popular and wrong forms in the family
register (誤字俗字・正字一覧表, 平成16年法務省民一第2842号通達). Kanji that are names of their own (碕, 籐, 渡) are left apart.
"""

from types import MappingProxyType
from typing import Final

GROUPS: Final = """
    高髙 崎﨑嵜㟢 辺邊邉 斎齋 斉齊 浜濱濵 吉𠮷 沢澤 島嶋嶌 富冨 広廣 桜櫻 国國 竜龍 滝瀧
    恵惠 栄榮 円圓 塩鹽 亀龜 槙槇 真眞 実實 尭堯 遥遙 曽曾 条條 児兒 徳德悳 静靜
    清淸 黒黑 頼賴 関關 瀬瀨 増增 鉄鐵鐡 蔵藏 当當 与與 宝寶寳 寿壽 桧檜 篭籠 峰峯
    薮藪 郷鄕 縄繩 聡聰 会會 学學 覚覺 楽樂 気氣 経經 継繼 献獻 検檢 県縣 鶏鷄
    巌巖 豊豐 礼禮 来來 万萬 満滿 弥彌 薬藥 訳譯 野埜 駅驛 桑桒 柳栁 橋𣘺 淵渕渊
    館舘 船舩 鶴靏靍 芦蘆 芸藝 蛍螢 緑綠 録錄 総總 双雙 蘭兰 灯燈 点點 伝傳 読讀
    独獨 稲稻 壱壹 隠隱 営營 応應 横橫 温溫 仮假 価價 画畫 壊壞 懐懷 絵繪 拡擴
    岳嶽 缶罐 巻卷 寛寬 歓歡 観觀 帰歸 犠犧 旧舊 拠據 挙擧 虚虛 峡峽 挟挾 狭狹
    暁曉 区區 駆驅 勲勳 薫薰 径徑 渓溪 掲揭 茎莖 軽輕 撃擊 欠缺 倹儉 剣劍劔 圏圈
    険險 顕顯 験驗 厳嚴 効效 恒恆 鉱鑛 号號 済濟 砕碎 剤劑 雑雜 参參 桟棧 蚕蠶
    惨慘 賛贊 残殘 糸絲 歯齒 辞辭 湿濕 写寫 釈釋 収收 従從 渋澁 獣獸 縦縱 粛肅
    処處 緒緖 叙敍 将將 称稱 焼燒 証證 奨奬 乗乘 浄淨 剰剩 畳疊 譲讓 嬢孃 触觸
    嘱囑 慎愼 尽盡 図圖 粋粹 酔醉 穂穗 随隨 髄髓 枢樞 数數 声聲 摂攝 専專 浅淺
    戦戰 践踐 銭錢 潜潛 繊纖 禅禪 壮壯 争爭 荘莊 捜搜 挿插 巣巢 装裝 騒騷 属屬
    続續 堕墮 対對 体體 帯帶 滞滯 台臺 択擇 担擔 単單 団團 断斷 弾彈 遅遲 痴癡
    虫蟲 昼晝 鋳鑄 庁廳 徴徵 聴聽 勅敕 鎮鎭 逓遞 転轉 党黨 盗盜 闘鬪 届屆 弐貳
    悩惱 脳腦 覇霸 拝拜 廃廢 売賣 麦麥 発發 抜拔 蛮蠻 秘祕 瓶甁 払拂 仏佛 並竝
    変變 弁辨瓣辯 舗舖 歩步 褒襃 翻飜 毎每 黙默 予豫 余餘 誉譽 揺搖 様樣 謡謠 乱亂
    覧覽 両兩 猟獵 涙淚 塁壘 励勵 戻戾 霊靈 齢齡 歴歷 暦曆 恋戀 練鍊 炉爐 労勞
    郎郞 楼樓 湾灣 梅楳 松枩 秋穐 兎兔 桝枡 角⻆ 戸戶 青靑 黄黃 内內 呉吳 産產
    顔顏 彦彥 晩晚
"""

ALIKE: Final = """
    斉斎 崎碕 坂阪 畑畠 大太犬 末未 土士 己已巳 日曰 人入 千干 鳥烏 郎朗 裕祐 幸辛 卯卵 荻萩 藤籐 刀力 口ロ 二ニ 工エ 夕タ 八ハ
"""
"""Kanji that people, and readers of pictures, take for one another: names that differ in them alone are looked at by a person."""

USUAL: Final = MappingProxyType({form: group[0] for group in GROUPS.split() for form in group if form != group[0]})


def usual(text: str) -> str:
    """Write every kanji in the form that is usual."""
    return "".join(USUAL.get(sign, sign) for sign in text)


_LIKE: Final = MappingProxyType({sign: group[0] for group in ALIKE.split() for sign in group})


def alike(text: str) -> str:
    """Write kanji that are taken for one another as one, for finding what a person should look at."""
    return "".join(_LIKE.get(sign, sign) for sign in usual(text))
